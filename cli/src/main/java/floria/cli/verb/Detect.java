package floria.cli.verb;

import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.detect.Detection;
import floria.cli.detect.Found;
import floria.cli.screen.Texts;

/** Says what could be a site, as entries for {@code sites.yaml}. */
public final class Detect extends Verb {

    public Detect(Surroundings around) {
        super(around, "detect", "Look for what could be a site, and print entries for sites.yaml.");
        explain(
                "Looks for sockets of container engines, for Slurm's commands, and for the hosts of"
                        + " ~/.ssh/config. Nothing is changed: put what you want to use into"
                        + " sites.yaml in the folder of the server, and start it anew.");
        examples("floria sites detect", "floria sites detect --json");
    }

    @Override
    Exit run() {
        List<Found> found = new Detection(around().environment(), Path.of("/")).all();
        if (json()) {
            for (Found one : found) {
                ObjectNode object = Json.object().put("name", one.name()).put("kind", one.kind());
                ObjectNode settings = object.putObject("settings");
                one.settings().forEach(settings::putPOJO);
                print(object.put("why", one.why()));
            }
            return Exit.OK;
        }
        if (found.isEmpty()) {
            print("# Nothing was found: no container engine, no Slurm, no hosts in ~/.ssh/config.");
            return Exit.OK;
        }
        print("sites:");
        found.forEach(one -> one.yaml().forEach(line -> print(Texts.plain(line))));
        return Exit.OK;
    }
}
