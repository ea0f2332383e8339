/** The tags that WeChat builds in; in the browser each is <wx-tag>, so that an <input> of ours never becomes the browser's own. */
export const BUILT_IN = ('view text button input textarea image camera checkbox checkbox-group radio radio-group form label scroll-view '
  + 'swiper swiper-item picker picker-view picker-view-column switch slider progress icon rich-text navigator video audio canvas map cover-view '
  + 'cover-image movable-area movable-view page-container root-portal web-view').split(' ')
