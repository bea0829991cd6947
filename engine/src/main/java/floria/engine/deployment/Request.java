package floria.engine.deployment;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import floria.placement.Preferences;
import floria.placement.failover.Attempts;
import floria.tosca.source.Source;
import floria.tosca.value.Value;

/**
 * What a user asks for.
 *
 * @param name of the deployment; empty to have one made from the template's file name
 * @param template path of the service template in {@code files}, such as {@code notebook.yaml}
 * @param files the template's own files by path, relative and normal (no {@code ..}, no leading
 *     slash), and those of the web that it imports by address
 * @param inputs as given, not yet checked
 * @param site the only site to consider, when the user names one
 * @param preferences what the best placement is
 * @param attempts how long it is tried elsewhere when a site fails
 * @param queued waits for room, when there is none now
 */
public record Request(
        Optional<String> name,
        String template,
        Map<String, Source> files,
        Map<String, Value> inputs,
        Optional<String> site,
        Preferences preferences,
        Attempts attempts,
        Optional<Wait> queued) {

    /**
     * That a deployment waits instead of being refused when nothing is free.
     *
     * @param priority among those of its project; higher goes first
     * @param most how long; empty for as long as it takes
     */
    public record Wait(int priority, Optional<Duration> most) {}

    public Request {
        files = Map.copyOf(files);
        inputs = Map.copyOf(inputs);
    }

    /** Refused when there is no room. */
    public Request(
            Optional<String> name,
            String template,
            Map<String, Source> files,
            Map<String, Value> inputs,
            Optional<String> site,
            Preferences preferences,
            Attempts attempts) {
        this(name, template, files, inputs, site, preferences, attempts, Optional.empty());
    }

    /** With the usual attempts. */
    public Request(
            Optional<String> name,
            String template,
            Map<String, Source> files,
            Map<String, Value> inputs,
            Optional<String> site,
            Preferences preferences) {
        this(name, template, files, inputs, site, preferences, Attempts.USUAL);
    }

    /** With the usual preferences. */
    public Request(
            Optional<String> name,
            String template,
            Map<String, Source> files,
            Map<String, Value> inputs,
            Optional<String> site) {
        this(name, template, files, inputs, site, Preferences.BALANCED);
    }
}
