// Sets the colour scheme and language before the first paint, so that nothing flashes.
;(function () {
  var root = document.documentElement
  var dark = window.matchMedia('(prefers-color-scheme: dark)').matches
  var scheme = dark ? 'dark' : 'light'
  try {
    var chosen = window.localStorage.getItem('farol-color-scheme')
    if (chosen === 'dark' || chosen === 'light') scheme = chosen
    var language = window.localStorage.getItem('farol-language')
    if (language) root.lang = language
  } catch {
    // Storage may be forbidden; the system's preference stands.
  }
  root.setAttribute('data-mantine-color-scheme', scheme)
})()
