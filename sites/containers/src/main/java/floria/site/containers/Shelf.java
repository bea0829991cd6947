package floria.site.containers;

import tools.jackson.databind.JsonNode;

import floria.site.Key;

/** The three kinds of things that an engine keeps, each under its own path. */
enum Shelf {
    NETWORKS("/networks/", "", "/networks?"),
    VOLUMES("/volumes/", "", "/volumes?"),
    CONTAINERS("/containers/", "?force=1&v=1", "/containers/json?all=1&");

    private final String path;
    private final String removal;
    private final String list;

    Shelf(String path, String removal, String list) {
        this.path = path;
        this.removal = removal;
        this.list = list;
    }

    static Shelf of(Key key) {
        return switch (key.part()) {
            case MACHINE, CONTAINER -> CONTAINERS;
            case VOLUME -> VOLUMES;
            case NETWORK -> NETWORKS;
        };
    }

    /** What to delete; a container goes with its processes and its nameless volumes. */
    String removal(Key key) {
        return path + key + removal;
    }

    String item(Key key) {
        return path + key;
    }

    JsonNode list(Engine engine, Limit limit, String label) {
        JsonNode answer = engine.get(limit, list + engine.byLabel(label));
        return this == VOLUMES ? answer.path("Volumes") : answer;
    }
}
