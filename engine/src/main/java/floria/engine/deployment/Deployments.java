package floria.engine.deployment;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

import floria.engine.state.Deployment;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.tosca.problem.Problem;

/**
 * What users do with deployments. A call that returns has been written to disk. Fails with {@link
 * Refusal} for everything that the user can do something about. Safe for use by many threads.
 *
 * <p>{@code nameOrId} takes a deployment's id, or the name of one that is not deleted.
 */
public interface Deployments {

    /** All problems of a template. */
    List<Problem> validate(Request request);

    /** Places and plans, and changes nothing. */
    Preview plan(Scope scope, Request request);

    /**
     * Accepts a request; the work goes on in the background. The same {@code idempotencyKey} leads
     * to the same deployment; with another request under it, a {@link Refusal.Code#CONFLICT}. A
     * name whose deployment is {@link Deployment.Status#DATA_KEPT} is taken up again with its
     * volumes.
     */
    Deployment create(Scope scope, Request request, Optional<String> idempotencyKey);

    Deployment get(Scope scope, String nameOrId);

    /** Newest first. */
    List<Deployment> list(Scope scope, boolean deleted, Optional<String> before, int limit);

    Details details(Scope scope, String nameOrId);

    /** Asks the newest run to stop after the steps in flight; no effect when it has ended. */
    Run cancel(Scope scope, String nameOrId);

    /**
     * Takes everything down, a run under way included. Repeatable: a deployment that is being
     * deleted is returned as it is.
     */
    Deployment delete(Scope scope, String nameOrId, boolean keepData);

    /**
     * Copies a regular file from an instance; a relative path is below the instance's workspace.
     */
    void download(
            Scope scope, String nameOrId, String node, int index, String path, OutputStream to);

    /** Copies a file to an instance. */
    void upload(
            Scope scope,
            String nameOrId,
            String node,
            int index,
            String path,
            InputStream content,
            long size);
}
