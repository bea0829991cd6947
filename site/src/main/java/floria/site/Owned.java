package floria.site;

/** A resource that carries this installation's tag. */
public record Owned(Key key, ResourceSpec.Labels labels, Observed.State state) {}
