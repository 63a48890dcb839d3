// Brings a preview up to date whenever its article's draft is kept in another window.

/** Follow the drafts of the article whose preview stands in `frame`. */
export function followDrafts(frame) {
  const page = frame.querySelector("iframe");
  new BroadcastChannel("crescendo-drafts").addEventListener("message", ({ data: address }) => {
    if (address.endsWith(`/${frame.dataset.preview}`)) page.contentWindow.location.reload();
  });
}
