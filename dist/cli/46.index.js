export const id = 46;
export const ids = [46];
export const modules = {

/***/ 9665:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderJson: () => (/* binding */ renderJson),
/* harmony export */   toJson: () => (/* binding */ toJson)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9924);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1283);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4892);
/** The report as JSON: the form that is stored, validated and compared. */



/**
 * Outside `run`, equal reports give equal bytes: keys stand in the schema's order, arrays in theirs. Text is well-formed
 * Unicode, and what cannot be seen is escaped, so the bytes are safe to print.
 *
 * @throws PhaseMirrorError of kind `bug` when the report does not match its schema
 */
function renderJson(report) {
    return toJson((0,_order_js__WEBPACK_IMPORTED_MODULE_2__/* .orderReport */ .zZ)((0,_schema_js__WEBPACK_IMPORTED_MODULE_1__/* .validateReport */ .R)(report)));
}
/** Indented JSON with a final newline, safe to print. */
function toJson(value) {
    const json = JSON.stringify(value, (_key, part) => (typeof part === 'string' ? (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .wellFormed */ .ES)(part) : part), 2);
    return `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .visibleJson */ .$m)(json)}\n`;
}


/***/ })

};
