package floria.engine.plan;

import java.util.HashMap;
import java.util.Map;

import floria.engine.state.Instance;

/**
 * One step to be of one instance: the name that it gets, its kind, and what the plan says of it.
 *
 * @param detail see {@link Kinds}
 */
record Stage(String name, String kind, Map<String, String> detail, String reason) {

    static Stage of(String name, String kind, String reason) {
        return new Stage(name, kind, Map.of(), reason);
    }

    /** The state of the instance meanwhile. */
    Stage during(Instance.State state) {
        return with(Kinds.STATE_DURING, state.name());
    }

    /** The state of the instance afterwards. */
    Stage after(Instance.State state) {
        return with(Kinds.STATE_AFTER, state.name());
    }

    /** What comes after it comes even if it fails. */
    Stage tolerated() {
        return with(Kinds.TOLERATED, "yes");
    }

    Stage with(String key, String value) {
        Map<String, String> more = new HashMap<>(detail);
        more.put(key, value);
        return new Stage(name, kind, more, reason);
    }
}
