package floria.site.slurm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import floria.site.Allowance;

/**
 * The way to a Slurm controller. Every call fails with a classified {@link
 * floria.site.SiteException} alone.
 */
public interface Controller {

    /** Version and way, for people. */
    String title();

    /** Hands a job in, and answers its number. */
    long submit(Submission job);

    /** All jobs of this user that the controller still knows, ended ones too, in one call. */
    List<Job> jobs();

    /** Ends these jobs; those that have ended already are left alone. */
    void cancel(List<Long> ids);

    Cluster cluster();

    /** How long a job would wait, where the controller can tell. */
    Optional<Duration> wait(Submission job);

    /**
     * What accounting lets this user have; nothing where there is none, or the way does not tell.
     *
     * @param account that jobs are charged to
     */
    default List<Allowance> limits(Optional<String> account) {
        return List.of();
    }

    /** What accounting knows of a job that the controller has forgotten. */
    Optional<Job> past(long id);
}
