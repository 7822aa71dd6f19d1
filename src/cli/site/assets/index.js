/* index.js — search, filters and order of the index.
 *
 * search.js calls ounceCatalog() with one array a row of the table, in its order: text,
 * severity, log types, tactic ids, tags. A row is in the table when its text has every
 * word of the search and its lists have what the filters say. The address keeps the choice, so
 * that it can be linked to.
 */
'use strict';
(function () {
  var LISTS = { 'severity': 1, 'log-type': 2, 'tactic': 3, 'tag': 4 };
  var RANKS = ['info', 'low', 'medium', 'high', 'critical'];
  var search = document.getElementById('search');
  var count = document.getElementById('count');
  var nothing = document.getElementById('nothing');
  var body = document.querySelector('#rules tbody');
  var selects = Object.keys(LISTS).map(function (id) { return document.getElementById(id); });
  var AT_ONCE = 60;
  var LATER = 250;
  var rows = []; /* in the order that is shown */
  var later;

  function wanted(data, words) {
    return words.every(function (word) { return data[0].includes(word); }) &&
      selects.every(function (select) {
        var has = data[LISTS[select.id]];
        return select.value === '' ||
          (Array.isArray(has) ? has.includes(select.value) : has === select.value);
      });
  }

  /* What a screen shows is there at once, the rest before anyone scrolls to it: to lay
   * out a thousand rows takes longer than a keystroke may. */
  function show(elements) {
    clearTimeout(later);
    body.replaceChildren.apply(body, elements.slice(0, AT_ONCE));
    showMore(elements, AT_ONCE);
  }

  function showMore(elements, from) {
    body.toggleAttribute('aria-busy', elements.length > from);
    if (elements.length > from) {
      later = setTimeout(function () {
        body.append.apply(body, elements.slice(from, from + LATER));
        showMore(elements, from + LATER);
      }, from === AT_ONCE ? 120 : 10);
    }
  }

  function apply() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var found = rows.filter(function (row) { return wanted(row.data, words); });
    show(found.map(function (row) { return row.element; }));
    count.textContent = found.length === rows.length ? rows.length + ' rules' :
      found.length + ' of ' + rows.length + ' rules';
    nothing.hidden = found.length > 0;
  }

  function keep() {
    var said = new URLSearchParams();
    if (search.value) {
      said.set('q', search.value);
    }
    selects.forEach(function (select) {
      if (select.value) {
        said.set(select.id, select.value);
      }
    });
    try {
      history.replaceState(null, '', '#' + said);
    } catch (error) { /* the choice is not kept */ }
  }

  function restore() {
    var said = new URLSearchParams(location.hash.slice(1));
    search.value = said.get('q') || '';
    selects.forEach(function (select) { select.value = said.get(select.id) || ''; });
    selects.forEach(function (select) { /* a value that is no option */
      if (select.selectedIndex < 0) { select.selectedIndex = 0; }
    });
    apply();
  }

  function key(row, column) {
    var text = row.element.cells[column].textContent.trim().toLowerCase();
    return column === 1 ? RANKS.indexOf(text) : column === 4 ? Number(text) : text;
  }

  function order(column, down) {
    rows.forEach(function (row) { row.key = key(row, column); });
    rows.sort(function (a, b) {
      var first = a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
      return first * (down ? -1 : 1) || a.place - b.place;
    });
    apply();
  }

  /* Headings become buttons here: without the script they would do nothing. */
  function makeSortable(heading, column) {
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener('click', function () {
      var down = heading.getAttribute('aria-sort') === 'ascending';
      document.querySelectorAll('#rules th').forEach(function (other) {
        other.removeAttribute('aria-sort');
      });
      heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      order(column, down);
    });
  }

  function change() {
    apply();
    keep();
  }

  window.ounceCatalog = function (catalog) {
    rows = Array.from(body.rows, function (element, place) {
      catalog[place][0] = catalog[place][0].toLowerCase();
      return { element: element, data: catalog[place], place: place };
    });
    document.getElementById('filters').hidden = false;
    document.querySelectorAll('#rules th').forEach(makeSortable);
    search.addEventListener('input', apply);
    search.addEventListener('change', keep);
    selects.forEach(function (select) { select.addEventListener('change', change); });
    document.getElementById('clear').addEventListener('click', function () {
      search.value = '';
      selects.forEach(function (select) { select.value = ''; });
      change();
      search.focus();
    });
    addEventListener('hashchange', restore);
    restore();
  };
}());
