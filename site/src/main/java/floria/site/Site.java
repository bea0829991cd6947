package floria.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Somewhere things can run. Every call may be repeated, may be the second of a process that died
 * after the first, and fails only with a {@link SiteException} that carries a classified {@link
 * Fault}. Implementations are safe for use by many threads and keep no state that the site itself
 * does not have: after a restart of the server everything is found again by key.
 */
public interface Site extends AutoCloseable {

    SiteDescription describe();

    /** What can be had now. */
    List<Offer> offers(SiteContext context);

    /**
     * How much may be used, beyond what each offer says of itself.
     *
     * @param offers as they have just been answered, so that nothing is asked twice
     */
    List<Allowance> allowances(SiteContext context, List<Offer> offers);

    /**
     * Makes the resources, or adopts those that are already there under their keys; all or none.
     * Returns soon, in the order of {@code specs}; what is {@link Observed.State#PENDING} is
     * followed with {@link #observe}.
     */
    List<Observed> ensure(SiteContext context, List<ResourceSpec> specs);

    /**
     * What is there, for every key that was asked for; {@link Observed.State#ABSENT} for what is
     * not.
     */
    Map<Key, Observed> observe(SiteContext context, Set<Key> keys);

    /** Says what it takes to bring the resource to {@code to}, without doing it. */
    ChangeKind change(SiteContext context, ResourceSpec to);

    void stop(SiteContext context, Key key);

    void start(SiteContext context, Key key);

    /**
     * Removes the resource of exactly this key, with everything that runs in it; absent is success,
     * and a newer generation is never touched.
     */
    void release(SiteContext context, Key key);

    /** Everything that carries this installation's tag. */
    Stream<Owned> owned(SiteContext context);

    /** The way to what is on its volumes; empty where it has none. */
    default Optional<Cargo> cargo() {
        return Optional.empty();
    }

    /** The way into a machine that is {@link Observed.State#READY}. */
    Channel channel(SiteContext context, Key key);

    @Override
    default void close() {}
}
