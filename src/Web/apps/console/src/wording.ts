import type { ArticleKind } from './shapes.ts'

/** As the manual names the entries of the mini program's home. */
export const articleKinds: Record<ArticleKind, string> = { Notice: '报告通告', Guide: '办公指南', Law: '相关法规', Standard: '技术标准' }
