// Nothing is kept here: the session is in lib/session, what a page shows belongs to the page.
App({})
