// Asks for a tag only where the chosen change needs one.

/** Show the field for the tag of `form` while adding or taking off a tag is chosen. */
export function askForTag(form) {
  const { change, tag_name: tag } = form.elements;
  const field = tag.closest(".field");
  const follow = () => (field.hidden = !change.value.endsWith("-tag"));
  change.addEventListener("change", follow);
  follow();
}
