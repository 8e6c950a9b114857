// What the compiler cannot know of a page: an element that is asked for by selector or id is of the kind its template
// says, and a few things are newer, or more of one browser's, than its library.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Document {
  getElementById(id: string): any;
}
interface Element {
  closest(selectors: string): any;
}
interface Navigator {
  connection?: { saveData: boolean };
}
declare module "htmx" {
  const htmx: any;
  export default htmx;
}
