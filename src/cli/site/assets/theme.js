/* theme.js — the chosen theme, before the first paint. */
'use strict';
(function () {
  try {
    var theme = localStorage.getItem('ounce-theme');
    if (theme === 'dark' || theme === 'light') {
      document.documentElement.dataset.theme = theme;
    }
  } catch (error) { /* a page from disk may have no storage: the system's theme it is */ }
}());
