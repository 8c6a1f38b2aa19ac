export const id = 810;
export const ids = [810];
export const modules = {

/***/ 3810:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RULE_PAGES: () => (/* binding */ RULE_PAGES)
/* harmony export */ });
/** Generated from docs/rules by scripts/generate-pages.mjs. Edit the pages, then `npm run generate`. */
const RULE_PAGES = {};


/***/ })

};
