export const id = 113;
export const ids = [113];
export const modules = {

/***/ 3113:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readTerraformProtection: () => (/* binding */ readTerraformProtection)
/* harmony export */ });
/* harmony import */ var _hcl_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7896);
/* harmony import */ var _terraform_values_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6676);
/* harmony import */ var _shapes_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3111);
/**
 * Required checks that Terraform's GitHub provider sets: `github_branch_protection`, `github_branch_protection_v3` and
 * `github_repository_ruleset`. Such Terraform mostly governs many repositories from one place; only a resource whose
 * repository is, literally, this one counts.
 *
 * https://registry.terraform.io/providers/integrations/github/latest/docs/resources/branch_protection
 * https://registry.terraform.io/providers/integrations/github/latest/docs/resources/repository_ruleset
 */



const TYPES = ['github_branch_protection', 'github_branch_protection_v3', 'github_repository_ruleset'];
/**
 * @param repository `owner/name` of the repository itself; '' when it is not known: then nothing counts
 * @returns what is literally known; a value that only Terraform knows is left out
 */
function readTerraformProtection(terraform, repository) {
    const protections = [];
    const used = new Map();
    for (const type of TYPES) {
        for (const resource of terraform.blocks('resource', type)) {
            const { path } = resource.file;
            const protection = governs(terraform, resource, repository) ? read(terraform, resource, type) : null;
            if (protection !== null)
                protections.push(protection);
            used.set(path, (used.get(path) ?? false) || protection !== null);
        }
    }
    const silent = repository === '' ? 'it names repositories, and which one this is is not known' : 'it is for other repositories';
    return { protections, files: [...used].map(([path, own]) => ({ path, silent: own ? null : silent })) };
}
function governs(terraform, resource, repository) {
    const [owner = '', name = ''] = repository.toLowerCase().split('/');
    const { body } = resource.block;
    // One that may not be made, or is made once for each of several things, is not literally ours.
    if (name === '' || (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(body, 'count') !== undefined || (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(body, 'for_each') !== undefined)
        return false;
    const given = repositoryName(terraform, resource, 0)?.toLowerCase();
    if (given !== name && given !== `${owner}/${name}`)
        return false;
    return terraform
        .topLevel('provider')
        .filter(({ block, file }) => block.labels[0] === 'github' && file.folder === resource.file.folder)
        .every((provider) => {
        const value = terraform.attribute(provider, 'owner') ?? terraform.attribute(provider, 'organization');
        const text = (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .exactText */ .ns)(value)?.toLowerCase();
        return text === undefined || text === owner;
    });
}
/** The name, or that of the `github_repository` whose name or id it takes. */
function repositoryName(terraform, resource, depth) {
    for (const key of ['repository', 'repository_id', 'name', 'full_name']) {
        const value = terraform.attribute(resource, key);
        if (value === undefined)
            continue;
        if (value.kind !== 'reference' || depth > 0)
            return (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .exactText */ .ns)(value);
        const other = terraform.referenced(resource.file.folder, value.path);
        const type = other?.block.labels[0];
        if (other === undefined || type !== 'github_repository')
            return undefined;
        if ((0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(other.block.body, 'for_each') !== undefined)
            return undefined;
        return repositoryName(terraform, other, depth + 1);
    }
    return undefined;
}
function read(terraform, resource, type) {
    const source = { kind: 'file', path: resource.file.path, format: 'terraform' };
    const ruleset = type === 'github_repository_ruleset';
    const branches = ruleset ? rulesetBranches(terraform, resource) : classicBranches(terraform, resource);
    if (branches === null)
        return null;
    const rules = ruleset ? (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .blocksOf */ .SH)(resource.block.body, 'rules') : [resource.block];
    const inRules = (name) => rules.flatMap(({ body }) => (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .blocksOf */ .SH)(body, name));
    const requiredChecks = inRules('required_status_checks').flatMap((block) => ruleset ? rulesetChecks(terraform, resource, block, source) : classicChecks(terraform, resource, block, source));
    const reviews = inRules(ruleset ? 'pull_request' : 'required_pull_request_reviews');
    const flag = ruleset ? 'require_code_owner_review' : 'require_code_owner_reviews';
    const codeOwnerReview = reviews.some(({ body }) => (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .exactText */ .ns)(terraform.value(resource, (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(body, flag))) === 'true');
    return {
        source,
        branches,
        at: resource.at,
        requiredChecks,
        ...(reviews.length === 0 ? {} : { codeOwnerReview }),
        ...(ruleset && inRules('merge_queue').length > 0 ? { mergeQueue: true } : {}),
    };
}
function classicBranches(terraform, resource) {
    const branch = (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .exactText */ .ns)(terraform.attribute(resource, 'pattern') ?? terraform.attribute(resource, 'branch'));
    return branch === undefined || branch === '' ? null : (0,_shapes_js__WEBPACK_IMPORTED_MODULE_2__/* .only */ .j6)(branch);
}
/** null for a ruleset that is not enforced, not for branches, or for branches that are not known. */
function rulesetBranches(terraform, resource) {
    if ((0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .exactText */ .ns)(terraform.attribute(resource, 'enforcement')) !== 'active')
        return null;
    if (((0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .exactText */ .ns)(terraform.attribute(resource, 'target')) ?? 'branch') !== 'branch')
        return null;
    const refs = (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .blocksOf */ .SH)(resource.block.body, 'conditions').flatMap(({ body }) => (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .blocksOf */ .SH)(body, 'ref_name'));
    const names = (key) => {
        const lists = refs.map(({ body }) => (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .textItems */ .Ey)(terraform.value(resource, (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(body, key))));
        return lists.includes(null) ? null : lists.flatMap((list) => (list ?? []).map(({ value }) => value));
    };
    const include = names('include');
    const exclude = names('exclude');
    return include === null || exclude === null ? null : { include, exclude };
}
function rulesetChecks(terraform, resource, { body }, source) {
    return (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .blocksOf */ .SH)(body, 'required_check').flatMap((block) => {
        const value = terraform.value(resource, (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(block.body, 'context'));
        const context = (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .exactText */ .ns)(value);
        if (value === undefined || value.kind !== 'text' || context === undefined || context === '')
            return [];
        const id = appId((0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .exactText */ .ns)(terraform.value(resource, (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(block.body, 'integration_id'))));
        return [{ context, source, at: value.at, ...(id === null ? {} : { integrationId: id }) }];
    });
}
function classicChecks(terraform, resource, { body }, source) {
    const known = (key) => {
        const value = terraform.value(resource, (0,_hcl_js__WEBPACK_IMPORTED_MODULE_0__/* .attributeOf */ .w4)(body, key));
        return value?.kind === 'list' ? value.items : [];
    };
    const named = (value, withApp) => {
        const text = (0,_terraform_values_js__WEBPACK_IMPORTED_MODULE_1__/* .exactText */ .ns)(value);
        if (value.kind !== 'text' || text === undefined || text === '')
            return [];
        // `checks` are `context:app_id`; an id is optional.
        const [, context = text, app] = (withApp ? /^(.*):(-?\d+)$/.exec(text) : null) ?? [];
        const id = appId(app);
        return [{ context, source, at: value.at, ...(id === null ? {} : { integrationId: id }) }];
    };
    return [
        ...known('contexts').flatMap((value) => named(value, false)),
        ...known('checks').flatMap((value) => named(value, true)),
    ];
}
/** 0 and -1 mean any app. */
function appId(text) {
    return text !== undefined && /^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) : null;
}


/***/ })

};
