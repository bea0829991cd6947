package floria.cli.progress;

import tools.jackson.databind.JsonNode;

import floria.cli.Surroundings;

/** Shows how a run goes on. */
public interface Progress extends AutoCloseable {

    /** What is known of the deployment when the watching begins. */
    void begin(JsonNode details);

    /** The next event of the deployment. */
    void event(JsonNode event);

    /** The last picture stays; nothing is drawn afterwards. Repeatable. */
    @Override
    void close();

    /** The form that suits the screen. */
    static Progress on(Surroundings around, boolean json) {
        if (json) {
            return new JsonProgress(around.screen());
        }
        return around.screen().live()
                ? new LiveProgress(around.screen(), around.clock())
                : new LineProgress(around.screen());
    }
}
