package floria.engine.run;

import floria.engine.plan.Plan;
import floria.engine.revision.Instances;
import floria.engine.state.Deployment;
import floria.engine.state.Run;

/** Plans a run when it begins, from what is there then. */
public interface RunPlanner {

    /**
     * The steps of the run, and what becomes of each instance. Equal states lead to equal plans.
     * What a site refuses to say comes out as a {@link floria.site.SiteException}.
     */
    Plan plan(Run run, Deployment deployment, Instances instances);
}
