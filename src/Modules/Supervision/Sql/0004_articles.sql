-- 报告通告, 办公指南, 相关法规, 技术标准 (ORG-38).
CREATE TABLE article (
    id uuid NOT NULL,
    region character varying(20) NOT NULL,
    brigade_id uuid,
    publisher character varying(100) NOT NULL,
    kind text NOT NULL,
    title character varying(80) NOT NULL,
    source character varying(100),
    body text NOT NULL,
    state text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    written_by character varying(50) NOT NULL,
    published_at timestamp with time zone,
    withdrawn_because character varying(200),
    CONSTRAINT pk_article PRIMARY KEY (id)
);

CREATE INDEX ix_article_region_kind_published_at ON article (region, kind, published_at DESC) WHERE state = 'Published';
CREATE INDEX ix_article_region_published_at ON article (region, published_at DESC) WHERE state = 'Published';
CREATE INDEX ix_article_region_written_at ON article (region, written_at);
CREATE INDEX ix_article_brigade_id_written_at ON article (brigade_id, written_at);
