package floria.cli.verb;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;

/** Shows what {@code up} would do. */
public final class Plan extends Verb {
    private final TemplateArguments arguments = new TemplateArguments(this);

    public Plan(Surroundings around) {
        super(around, "plan", "Show what would be created, where, why there and at what price.");
        explain("Nothing is changed. Offers that were not chosen are listed with reasons.");
        examples(
                "floria plan examples/server.yaml",
                "floria plan examples/server.yaml -i cpus=4 --site local",
                "floria plan examples/server.yaml --optimize cost --max-price 0.50",
                "floria plan examples/server.yaml --json | jq .placement.pricePerHour");
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
