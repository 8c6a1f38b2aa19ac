export default {
  forbidden: [
    { name: 'l0-imports-nothing', severity: 'error', from: { path: '^src/l0/' }, to: { pathNot: '^src/l0/' } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
