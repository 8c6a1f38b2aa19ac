/** Help on `verify-oidc`. */
export const OIDC_TOPIC = `phase-mirror verify-oidc --role-to-assume ARN [options]

In a job of GitHub Actions with \`id-token: write\`: exchanges the token of the job at each role as a run would, prints what
the token claims and which roles trust it, and throws away what comes back. The token is never printed.

  --role-to-assume ARN   a role that has to trust this job; may be repeated
  --refused ARN          a role that must not; may be repeated
  --region REGION        where STS is asked (default: AWS_REGION)
  --format FORMAT        text (default), json

Exit codes: 0 it is as asked, 2 it is not, or it could not be found out.
`;
