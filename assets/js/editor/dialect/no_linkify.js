// What the bundle takes for linkify-it: the dialect makes no links of bare addresses, so that its tables stay out.

export default class NoLinkify {}
