-- Templates that are being written, and their last revisions. content: sealed, since inputs may be secrets.

create table draft (
    project    varchar(100) not null,
    id         varchar(64)  not null,
    owner      varchar(200) not null,
    number     integer      not null,
    created_at bigint       not null,
    primary key (project, id)
);

create table draft_revision (
    project  varchar(100) not null,
    draft    varchar(64)  not null,
    number   integer      not null,
    name     varchar(200) not null,
    owner    varchar(200) not null,
    content  text         not null,
    saved_at bigint       not null,
    primary key (project, draft, number),
    foreign key (project, draft) references draft (project, id)
);
