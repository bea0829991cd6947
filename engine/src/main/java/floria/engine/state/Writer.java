package floria.engine.state;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import floria.placement.experience.Experience;
import floria.placement.experience.Ledger;
import floria.placement.failover.Blocks;

/**
 * The writes of one transaction. Only for use inside {@link Store#write}, on the thread that calls.
 * Except after {@link StoreException.NameTaken} and {@link StoreException.KeyTaken}, a call that
 * has failed makes the whole write fail, and may say so itself or leave it to a later call or to
 * the end. What is updated must be there.
 *
 * <p>A state is changed only as its {@link Machines table} says; anything else fails the write.
 */
public interface Writer {

    /** The deployment as this transaction sees it, whatever its project. */
    Deployment deployment(String id);

    /** The run as this transaction sees it. */
    Run run(String id);

    /** The newest run of a deployment, as this transaction sees it. */
    Run newest(String deployment);

    /**
     * Keeps bytes under their SHA-256 in lower-case hexadecimal, which is returned; the same bytes
     * are kept once.
     */
    String blob(byte[] content);

    /** Fails with {@link StoreException.NameTaken}. */
    void insert(Deployment deployment);

    /**
     * Writes name, status, revision, error and time of the update; fails with {@link
     * StoreException.NameTaken}.
     */
    void update(Deployment deployment);

    void insert(Revision revision);

    void insert(Instance instance);

    /** Writes states, revision, generation, site, offer and values. */
    void update(Instance instance);

    void insert(Run run);

    /** Inserts the steps of a run's plan, in order, and marks the run as planned. */
    void plan(Run run, List<Step> steps);

    /**
     * Writes status, stop and end; lease and epoch are not touched. What has ended stays as it
     * ended, and what it was told to stop for stays unless the caller says another reason, whatever
     * the caller has seen of them.
     */
    void update(Run run);

    /** Writes status, stop and end of a run that is gone on with, whatever they were. */
    void reopen(Run run);

    /** Writes state, reason, attempt, error and times. */
    void update(Step step);

    /** Moves the lease's end; the run must be held, see {@link Store.Fence}. */
    void renew(String run, Instant expiresAt);

    /** Gives the lease up, so that another process may take the run at once. */
    void surrender(String run);

    /** Appends the events in this order; their ids are assigned. */
    void append(Collection<Event> events);

    /** Stores the lines that are not stored yet. */
    void log(Collection<LogLine> lines);

    /** Fails with {@link StoreException.KeyTaken} when the scope's actor has used the key. */
    void remember(Scope scope, String idempotencyKey, Store.Remembered remembered);

    /** Lets a deployment wait; its number is assigned. */
    void await(Store.Waiting waiting);

    /** It waits no more. */
    void admit(String deployment);

    /** What a project has used of late. */
    void use(String project, Store.Used used);

    /** Something stands at a site from now on, unless that is known. */
    void stands(Stay stay);

    /** What stood of the instance does so no more, if anything did. */
    void left(String instance, Instant at);

    /** What is blocked, as this transaction sees it. */
    List<Blocks.Block> blocks();

    /** Keeps a block in the place of what its target had. */
    void block(Blocks.Block block);

    /** Drops the blocks of these targets, if there are any. */
    void unblock(Collection<Blocks.Target> targets);

    /** What is known of an offer, as this transaction sees it. */
    Ledger.Sums learnt(Experience.Subject subject);

    /** Keeps what is known of an offer now. */
    void learn(Experience.Subject subject, Ledger.Sums sums);

    /** Keeps a note; what its topic said before is replaced. */
    void note(Note note);

    /** Drops a note, if there is one. */
    void forget(String deployment, String topic);
}
