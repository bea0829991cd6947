package floria.tosca.rewrite;

import floria.tosca.edit.Changes;

/** One thing that another version writes otherwise. */
@FunctionalInterface
interface Rule {

    /** Changes an element, not those that are in it, where it is concerned. */
    void rewrite(Element element, Changes changes, Situation situation);
}
