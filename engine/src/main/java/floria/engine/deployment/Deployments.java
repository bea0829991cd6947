package floria.engine.deployment;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.state.Deployment;
import floria.engine.state.Revision;
import floria.engine.state.Run;
import floria.engine.state.Scope;
import floria.engine.state.Step;
import floria.tosca.model.Workflow;
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

    /** What a wish would change; changes nothing. */
    Forecast forecast(Scope scope, String nameOrId, Wish wish);

    /**
     * Accepts a wish; the work goes on in the background. A run under way ends after the steps in
     * flight, and the new one goes on from there: of two wishes that come close together both are
     * fulfilled. {@link Refusal.Code#CONFLICT} when the consent does not cover it.
     */
    Deployment change(
            Scope scope,
            String nameOrId,
            Wish wish,
            Consent consent,
            Optional<String> idempotencyKey);

    /** The workflows of its template, by name. */
    Map<String, Workflow> workflows(Scope scope, String nameOrId);

    /** The steps that a workflow would have now; changes nothing. */
    List<Step> rehearse(Scope scope, String nameOrId, Errand errand);

    /**
     * Has a workflow run once all that was asked for before has ended. {@link
     * Refusal.Code#INVALID_TEMPLATE} with all that is wrong with its inputs, {@link
     * Refusal.Code#CONFLICT} when nothing is under way and a precondition does not hold.
     */
    Run run(Scope scope, String nameOrId, Errand errand, Optional<String> idempotencyKey);

    /** Newest first. */
    List<Revision> revisions(Scope scope, String nameOrId);

    /** The steps of one of its runs, in the order of the plan. */
    List<Step> steps(Scope scope, String nameOrId, String run);

    /** Asks the newest run to stop; steps in flight are told. No effect when it has ended. */
    Run cancel(Scope scope, String nameOrId);

    /** Asks the newest run to stand still after the steps in flight. */
    Run pause(Scope scope, String nameOrId);

    /** Lets a paused run go on; {@link Refusal.Code#CONFLICT} when none is. */
    Run resume(Scope scope, String nameOrId);

    /**
     * Goes on with the newest run from the steps that failed; {@link Refusal.Code#CONFLICT} when it
     * did not fail and was not cancelled.
     */
    Run retry(Scope scope, String nameOrId);

    /** As {@link #retry}, as if the failed step {@code step} had succeeded. */
    Run skip(Scope scope, String nameOrId, String step, String why);

    /**
     * Takes everything down, a run under way included. Repeatable: a deployment that is being
     * deleted is returned as it is.
     *
     * @param force whether to run no operations, and to give up and report what cannot be removed
     */
    Deployment delete(Scope scope, String nameOrId, boolean keepData, boolean force);

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
