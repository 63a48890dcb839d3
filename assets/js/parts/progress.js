// A page that shows how far something is asks for it, and is loaded anew when that is over.

const PAUSE = 2000; // milliseconds between two questions

/** Keep the bar and the words in `section` true to what its `data-progress` answers. */
export function followProgress(section) {
  const [bar, words] = [section.querySelector("progress"), section.querySelector("p")];
  const ask = async () => {
    const answer = await fetch(section.dataset.progress, { redirect: "error" }).catch(() => undefined);
    if (answer?.ok) {
      const { done, total, is_over: isOver } = await answer.json();
      if (isOver) return location.reload();
      bar.max = total || 1;
      bar.value = done;
      if (total) words.textContent = `${done.toLocaleString()} of ${total.toLocaleString()} rows`;
    }
    return setTimeout(ask, PAUSE);
  };
  setTimeout(ask, PAUSE);
}
