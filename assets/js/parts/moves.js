// Says while an address is typed what becomes of the one that readers know.

/** Let the help of `field` follow what is typed; the words stand in its `data-` attributes. */
export function followMove(field) {
  const help = document.getElementById(`${field.id}-help`);
  const { stays, moves, slug } = field.dataset;
  field.addEventListener("input", () => {
    const typed = field.value.trim();
    help.textContent = typed && typed !== slug ? moves.replace("…", () => typed) : stays;
  });
}
