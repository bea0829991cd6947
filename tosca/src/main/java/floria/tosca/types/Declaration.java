package floria.tosca.types;

import floria.tosca.document.ServiceFile;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;

/**
 * A type as a file declares it.
 *
 * @param name as it is written there
 * @param full what tells it from all other types of its kind: the name, or, where a file of another
 *     namespace has a type of that name, the name with the prefix of its namespace
 * @param location of its name
 * @param body empty if the text has nothing but the name
 * @param file where names in the body are looked up
 */
public record Declaration(
        TypeKind kind,
        String name,
        String full,
        Location location,
        Mapping body,
        ServiceFile file) {}
