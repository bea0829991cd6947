package floria.cli.verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;

/** Shows what {@code up} would do. */
@Command(
        name = "plan",
        header = "Show what would be created, where, why there and at what price.",
        description = "%nNothing is changed. Offers that were not chosen are listed with reasons.",
        footer = {
            "",
            "Examples:",
            "  floria plan examples/server.yaml",
            "  floria plan examples/server.yaml -i cpus=4 --site local",
            "  floria plan examples/server.yaml --json | jq .placement.pricePerHour"
        })
public final class Plan extends Verb {
    @Mixin private TemplateArguments arguments = new TemplateArguments();

    public Plan(Surroundings around) {
        super(around);
    }

    @Override
    Exit run() {
        TemplateArguments.Wanted wanted = arguments.read(around());
        Api api = server();
        JsonNode plan = wanted.ask(api::plan);
        if (json()) {
            print(plan);
        } else {
            Problems.warn(screen(), wanted, plan);
            new PlanView(screen()).print(plan, wanted.template().shown().toString(), true);
        }
        return Exit.OK;
    }
}
