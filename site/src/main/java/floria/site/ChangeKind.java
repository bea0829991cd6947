package floria.site;

/** What it takes to change a resource. */
public enum ChangeKind {
    NONE,
    IN_PLACE,
    RESTART,
    REPLACE
}
