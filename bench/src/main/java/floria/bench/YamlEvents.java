package floria.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;

/** Reads the bare YAML events of a file: what no reader of templates can do without. */
public final class YamlEvents {

    private YamlEvents() {}

    /** Prints how many events the file has. */
    public static void main(String[] arguments) throws IOException {
        LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        int count = 0;
        try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
            for (Event _ : new Parse(settings).parseInputStream(in)) {
                count++;
            }
        }
        System.out.println(count + " events");
    }
}
