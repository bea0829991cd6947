package floria.engine.plan;

/**
 * A generation of an instance's resource that was made at another site, to be moved to, and did not
 * become the instance's own.
 */
public record Advance(String instance, int generation, String site) {}
