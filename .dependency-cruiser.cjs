/** The arrows of the house: core <- adapters <- functions <- infra; core <- kit <- functions; core, adapters <- cli. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(infra|functions|layers|cli|local|bench)/', pathNot: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('core-stands-alone', '^layers/core/', '^layers/core/', 'core is pure: it knows nobody'),
    {
      name: 'core-touches-nothing',
      comment: 'No AWS, no openai, no file system, no network, no environment in core.',
      severity: 'error',
      from: { path: '^layers/core/' },
      to: {
        path: [
          'node_modules/(@aws-sdk|@aws-lambda-powertools|@middy|openai|onnxruntime-node)/',
          '^(node:)?(fs|os|net|http|https|child_process|process|timers|worker_threads)$',
          '^(node:)?(fs|timers)/promises$',
        ],
      },
    },
    only('adapters-know-core', '^layers/adapters/', '^layers/(core|adapters)/', 'adapters implement the ports of core'),
    only('kit-knows-core', '^layers/kit/', '^layers/(core|kit)/', 'kit wraps handlers'),
    only('functions-know-layers', '^functions/', '^(functions|layers)/', 'functions wire core, adapters and kit'),
    only(
      'infra-knows-no-code',
      '^infra/',
      '^(infra/|layers/core/conversation/(mapping|message)[.]ts$)',
      'infra names entry files, it does not import them; it checks the one setting whose form core owns',
    ),
    only('cli-knows-core-and-adapters', '^cli/', '^(cli|layers/(core|adapters))/', 'the same core, other adapters'),
    {
      name: 'sdk-only-in-adapters',
      comment: 'One place that speaks to AWS and OpenAI.',
      severity: 'error',
      from: { path: '^(functions|layers|cli)/', pathNot: '^layers/adapters/' },
      to: { path: 'node_modules/(@aws-sdk|openai|onnxruntime-node)/' },
    },
    {
      name: 'middy-only-in-kit',
      comment: 'One place that knows how a Lambda is wrapped.',
      severity: 'error',
      from: { path: '^(functions|layers|cli|local)/', pathNot: '^layers/kit/' },
      to: { path: 'node_modules/(@middy|@aws-lambda-powertools)/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-missing',
      comment: 'aws-lambda is types alone, from @types: there is no such package to resolve.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.json', '.mjs', '.cjs'],
    },
  },
};
