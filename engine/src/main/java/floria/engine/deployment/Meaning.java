package floria.engine.deployment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.engine.revision.Blueprint;
import floria.engine.state.Run;
import floria.tosca.problem.Problem;

/** A wish understood: the revision that it means, or the present one, and the run for it. */
record Meaning(
        Run.Kind kind,
        Blueprint base,
        Blueprint wanted,
        Optional<Intake.Accepted> accepted,
        Map<String, String> detail) {

    boolean isNew() {
        return wanted.revision().number() != base.revision().number();
    }

    Meaning trying(Optional<Tries> tries) {
        return new Meaning(kind, base, wanted, accepted, tries.map(Tries::detail).orElse(Map.of()));
    }

    /** The same, for which what is on volumes may be lost. */
    Meaning losing(boolean data) {
        if (!data || losesData()) {
            return this;
        }
        Map<String, String> more = new HashMap<>(detail);
        more.put(Run.LOSE_DATA, "yes");
        return new Meaning(kind, base, wanted, accepted, more);
    }

    boolean losesData() {
        return detail.containsKey(Run.LOSE_DATA);
    }

    List<String> removal() {
        String listed = detail.getOrDefault(Run.REMOVAL, "");
        return listed.isEmpty() ? List.of() : List.of(listed.split(","));
    }

    List<Problem> warnings() {
        return accepted.map(Intake.Accepted::warnings).orElse(List.of());
    }
}
