package floria.engine.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a workflow may leave to Floria for one node (TOSCA 1.3 §3.6.23.1): a part of the life that
 * Floria's own plans would give it.
 */
public enum Delegation {
    /** Up from where it stands, with its resource. */
    DEPLOY,
    /** Down, its resource removed; it may be brought up again. */
    UNDEPLOY,
    /** Its program and operation {@code start}. */
    START,
    /** The reverse. */
    STOP,
    /** Down and up again, configured anew. */
    RESTART,
    /** Its operation {@code configure}, while it runs. */
    CONFIGURE;

    /** By its name; {@code install} and {@code uninstall} are others for the first two. */
    public static Optional<Delegation> of(String name) {
        return switch (name) {
            case "deploy", "install" -> Optional.of(DEPLOY);
            case "undeploy", "uninstall" -> Optional.of(UNDEPLOY);
            case "start" -> Optional.of(START);
            case "stop" -> Optional.of(STOP);
            case "restart" -> Optional.of(RESTART);
            case "configure" -> Optional.of(CONFIGURE);
            default -> Optional.empty();
        };
    }

    /** All names. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of("install", "uninstall"));
        for (Delegation one : values()) {
            names.add(one.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
