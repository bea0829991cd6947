package floria.tosca.problem;

/** How much a problem matters: an error stops a deployment, a warning does not. */
public enum Severity {
    ERROR,
    WARNING
}
