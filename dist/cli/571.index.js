export const id = 571;
export const ids = [571];
export const modules = {

/***/ 5571:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runConfig: () => (/* binding */ runConfig)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var _oracle_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9117);
/* harmony import */ var _policy_config_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5673);
/* harmony import */ var _policy_levels_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7954);
/* harmony import */ var _report_escape_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9924);
/** `phase-mirror config check|show`. */





/** Longest value that widens the column; longer ones push their origin to the right. */
const MAX_COLUMN = 60;
/** @throws PhaseMirrorError `user`, exit 2, with every problem of an invalid file */
async function runConfig(command, io) {
    const config = await (0,_oracle_js__WEBPACK_IMPORTED_MODULE_1__/* .inspectConfig */ .lU)({ ...io, folder: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(io.cwd, command.path) });
    if (command.action === 'check') {
        const valid = config.path === null ? `No ${_policy_config_js__WEBPACK_IMPORTED_MODULE_2__/* .CONFIG_PATHS */ .iE[0]}: the built-in policy applies` : `${config.path} is valid`;
        io.stdout(`${valid}\n`);
        return 0;
    }
    const rows = (0,_policy_levels_js__WEBPACK_IMPORTED_MODULE_3__/* .describeConfig */ .Yy)(config, { strict: command.strict, rules: _oracle_js__WEBPACK_IMPORTED_MODULE_1__/* .ALL_RULES */ .Uj }).map(({ key, value, origin }) => [key, value, (0,_policy_levels_js__WEBPACK_IMPORTED_MODULE_3__/* .originText */ .CQ)(origin)].map((text) => (0,_report_escape_js__WEBPACK_IMPORTED_MODULE_4__/* .terminalText */ .eR)(text)));
    const width = (column) => Math.min(MAX_COLUMN, Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
    const widths = [width(0), width(1)];
    for (const row of rows)
        io.stdout(`${row
            .map((text, column) => text.padEnd(widths[column] ?? 0))
            .join('  ')
            .trimEnd()}\n`);
    return 0;
}


/***/ })

};
