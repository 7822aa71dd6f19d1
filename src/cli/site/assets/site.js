/* site.js — what every page does: the theme button, the way to the search, gaps.
 *
 * All of it is extra: without scripts the pages are whole. No text of a rule ever becomes
 * markup here; the policy of the pages would not let it.
 */
'use strict';
(function () {
  var root = document.documentElement;
  var search = document.getElementById('search');
  var theme = document.getElementById('theme');
  var gaps = document.getElementById('gaps');

  function isDark() {
    return root.dataset.theme === 'dark' || (root.dataset.theme !== 'light' &&
      matchMedia('(prefers-color-scheme: dark)').matches);
  }

  function nameTheme() {
    theme.textContent = isDark() ? 'Light' : 'Dark';
    theme.setAttribute('aria-label', isDark() ? 'Use the light theme' : 'Use the dark theme');
  }

  theme.hidden = false;
  nameTheme();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameTheme);
  theme.addEventListener('click', function () {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem('ounce-theme', root.dataset.theme);
    } catch (error) { /* it lasts for this page */ }
    nameTheme();
  });

  search.hidden = false;
  document.addEventListener('keydown', function (event) {
    var at = event.target;
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey &&
        !/^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });
  if (!document.getElementById('rules')) { /* the index searches as you type */
    search.addEventListener('keydown', function (event) {
      if (event.key === 'Enter') {
        location.href = search.dataset.index + '#q=' + encodeURIComponent(search.value);
      }
    });
  }

  if (gaps) {
    document.getElementById('gap-choice').hidden = false;
    root.classList.add('hide-gaps');
    gaps.addEventListener('change', function () {
      root.classList.toggle('hide-gaps', !gaps.checked);
    });
  }

  /* Printed pages show what is folded away. */
  addEventListener('beforeprint', function () {
    document.querySelectorAll('details:not([open])').forEach(function (details) {
      details.open = true;
      details.dataset.folded = '';
    });
  });
  addEventListener('afterprint', function () {
    document.querySelectorAll('details[data-folded]').forEach(function (details) {
      details.open = false;
      delete details.dataset.folded;
    });
  });
}());
