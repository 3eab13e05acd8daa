//! People who sign in.

pub mod create;
pub mod disable;
pub mod find;
pub mod passwords;
pub mod set_password;
pub mod set_role;
pub mod sign_in;
