//! Writing OpenAPI 3.1 documents: a dialect says what each of its operations takes and answers, and schemas of rows come from the rows
//! themselves. Which operations and answers there are is the dialect's to say.

pub mod document;
pub mod operation;
pub mod schema;
