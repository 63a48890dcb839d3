// What the site says where it has no room left to write to.

const NO_ROOM = 507;

/** Whether an answer of this status was refused for want of room. */
export function isFull(status) {
  return status === NO_ROOM;
}

/** What to do about a file that did not arrive, after an answer of this status or none. */
export function adviceFor(status) {
  return isFull(status)
    ? "The disk of this site is full. Tell whoever runs it, and add the file again when there is room."
    : "Check the connection and add it again.";
}
