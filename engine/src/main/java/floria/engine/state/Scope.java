package floria.engine.state;

/** Who asks, and whose things may be seen: every read takes one, every event names its actor. */
public record Scope(String project, String actor) {
    /** Single-user mode. */
    public static final Scope LOCAL = new Scope("default", "local");
}
