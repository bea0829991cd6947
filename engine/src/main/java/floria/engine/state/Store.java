package floria.engine.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import floria.placement.Placement;
import floria.placement.experience.Experience;
import floria.placement.experience.Ledger;
import floria.placement.failover.Blocks;

/**
 * Keeps everything that outlives the process. Safe for use by many threads. Every method fails with
 * a {@link StoreException} and nothing else. Times are kept to the microsecond.
 *
 * <p>Reads take a {@link Scope} and see only its project. Reads without one are for the engine
 * itself.
 */
public interface Store extends AutoCloseable {

    /** Eight characters of {@code [a-z0-9]}, made when the store was made. */
    String installation();

    /**
     * Runs {@code work} in a transaction and returns when it is on disk. Work of several threads is
     * committed together; the failure of one does not touch the others. {@code work} is quick, does
     * nothing but write, and may be run again.
     *
     * <p>An exception of {@code work} takes its writes back and comes out as it is. After a {@link
     * StoreException} that came from the disk, nothing of the work is kept either. A caller that is
     * interrupted waits on, so that it knows what became of its work, and finds its interrupt set.
     */
    <T> T write(Function<Writer, T> work);

    /**
     * As {@link #write}, refused with {@link StoreException.Fenced} unless the run is held with
     * this epoch.
     */
    <T> T write(Fence fence, Function<Writer, T> work);

    /** The proof that a process still owns a run. */
    record Fence(String run, int epoch) {}

    // ---- what users see

    Optional<Deployment> deployment(Scope scope, String id);

    /** The deployment of that name that is not {@link Deployment.Status#DELETED}. */
    Optional<Deployment> deploymentNamed(Scope scope, String name);

    /**
     * Newest first; those before {@code before} (an id) when it is given. Deleted ones only when
     * asked for.
     */
    List<Deployment> deployments(Scope scope, boolean deleted, Optional<String> before, int limit);

    Optional<Revision> revision(Scope scope, String deployment, int number);

    /** Newest first. */
    List<Revision> revisions(Scope scope, String deployment);

    /** By node and index, deleted ones left out. */
    List<Instance> instances(Scope scope, String deployment);

    /** Newest first. */
    List<Run> runs(Scope scope, String deployment);

    /** In the order of the plan. */
    List<Step> steps(Scope scope, String run);

    /** Events after {@code after}, oldest first, of one deployment or of all. */
    List<Event> events(Scope scope, Optional<String> deployment, long after, int limit);

    /** Lines after {@code after}, oldest first. */
    List<LogLine> logs(
            Scope scope, String deployment, Optional<String> node, long after, int limit);

    /**
     * Returns when something was committed since the last return to this thread, at once on its
     * first call when there was a commit before, or after {@code limit}: whoever reads first and
     * waits then misses nothing.
     */
    void awaitCommit(Duration limit) throws InterruptedException;

    // ---- what the engine works with

    Optional<byte[]> blob(String hash);

    /** What an earlier request with this idempotency key led to. */
    Optional<Remembered> remembered(Scope scope, String idempotencyKey);

    /** The deployment that a request made, and the hash of that request. */
    record Remembered(String deployment, String requestHash) {}

    /**
     * Leases active runs that nobody holds, or whose lease has expired, to {@code owner}: at most
     * {@code limit}, oldest first, and of each deployment only its oldest active run. Each comes
     * back with its new epoch.
     */
    List<Run> lease(String owner, Instant now, Duration duration, int limit);

    Optional<Run> run(String id);

    /** The deployments of every project in that status, for the engine to look after. */
    List<Deployment> deploymentsIn(Deployment.Status status);

    /** The deployment of a run, whatever its project. */
    Deployment deploymentOf(Run run);

    /** What was noticed of a deployment, by topic. */
    List<Note> notes(String deployment);

    /** What live deployments of every project are placed on. */
    List<Placed> placed();

    /**
     * The newest placement of a deployment.
     *
     * @param running whether it is up; else what it takes is reserved
     */
    record Placed(String project, String owner, boolean running, Placement placement) {}

    /** What waits for room, of every project, in the order in which it came. */
    List<Waiting> waiting();

    /**
     * A deployment that waits until there is room for it.
     *
     * @param number rises with each; 0 for one that is not kept yet
     * @param until when it is given up
     */
    record Waiting(
            String deployment,
            String project,
            int priority,
            Instant since,
            long number,
            Optional<Instant> until) {}

    /** What projects have used of late, in CPU hours, as of the moment of each. */
    Map<String, Used> used();

    /** An amount that counts less the older it is. */
    record Used(double amount, Instant at) {}

    /** What stood at sites between two moments, oldest first, of one deployment or of all. */
    List<Stay> stays(Scope scope, Optional<String> deployment, Instant from, Instant to);

    // ---- what is learnt of sites, whoever the users are

    /** What is not to be tried again for a while, or was not. */
    List<Blocks.Block> blocks();

    /** How attempts went. */
    Map<Experience.Subject, Ledger.Sums> experience();

    /** What is known of an instance, one that is deleted included, whatever its project. */
    Optional<Kept> kept(String instance);

    /** An instance as far as it says whose a resource is. */
    record Kept(Deployment deployment, String node, Instance.State state, int generation) {}

    /**
     * Gives a duty that one process at a time may do to {@code holder} until {@code until}, unless
     * another has it; whether it was given. The holder may ask again for longer.
     */
    boolean hold(String duty, String holder, Instant now, Instant until);

    /** Gives a duty up, if {@code holder} has it. */
    void drop(String duty, String holder);

    @Override
    void close();
}
