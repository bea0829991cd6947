package floria.cli.verb;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;

/** Prints the address of the portal, with a sign-in that works once. */
public final class Portal extends Verb {

    public Portal(Surroundings around) {
        super(around, "portal", "Print the address of the portal, signed in.");
        explain(
                "Open it within a minute: it signs one browser in, once. The sign-in stands behind"
                        + " the '#', which browsers send to nobody, and leaves the address bar as soon"
                        + " as the portal is there.");
        examples("floria portal", "xdg-open \"$(floria portal)\"");
    }

    @Override
    Exit run() {
        Api server = server();
        String base = server.base().toString().replaceFirst("/+$", "");
        String code = server.signInCode();
        String url = base + "/portal/#code=" + code;
        if (json()) {
            print(Json.object().put("url", url));
        } else {
            print(url);
        }
        return Exit.OK;
    }
}
