package floria.engine.reconcile;

import java.util.Locale;

import floria.engine.state.Instance;

/**
 * Something that is not as it was promised.
 *
 * @param message one sentence
 */
record Finding(Instance instance, Kind kind, String message) {

    /** What is the matter. */
    enum Kind {
        VANISHED,
        FAILED,
        STOPPED,
        ENDED,
        UNHEALTHY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String topic() {
        return Drift.TOPIC + instance.id();
    }
}
