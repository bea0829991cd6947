package floria.site;

import java.util.List;
import java.util.Map;

/**
 * A program to run on a machine.
 *
 * @param id unique on the machine for ever, {@code [a-z0-9-]}; the same id is the same execution
 * @param argv the program and its arguments, passed as they are, never through a shell
 * @param environment added to the machine's own; may hold secrets, and so travels over standard
 *     input, never as arguments
 * @param directory the working folder, absolute; made if it is not there
 */
public record Command(
        String id, List<String> argv, Map<String, String> environment, String directory) {
    public Command {
        if (!id.matches("[a-z0-9][a-z0-9-]{0,99}")) {
            throw new IllegalArgumentException("not a command id: " + id);
        }
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
        return "Command[" + id + " " + argv + " in " + directory + "]";
    }
}
