//! From text to a tree that keeps its places. Knows no objects: names are found by `check`. Written by hand because every name must keep its place and
//! every number its digits, and the grammar is small.
//!
//! ```text
//! expression = condition [ "?" expression ":" expression ]
//! condition  = operators, binding from loosest to tightest:  ||   &&   == != < <= > >= in   + -   * / %   ! -
//! operand    = number | "text" | 'text' | true | false | null | path | call | list | "(" expression ")", then any number of ".method(…)"
//! path       = name { "." name }        call = name "(" [ arguments ] ")"        list = "[" [ arguments ] "]"
//! ```

use super::{
    lex::{Lexer, Token},
    mistake::{Fault, Found, MAX_BYTES, MAX_LIST, MAX_NODES, Mistake, Span, What, fault},
    number::Number,
};

#[derive(Clone, Debug, PartialEq)]
pub struct Ast {
    pub term: Term,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Ast>),
    /// each name with its place
    Path(Vec<(String, Span)>),
    Not(Box<Ast>),
    Negate(Box<Ast>),
    Binary(Binary, Box<Ast>, Box<Ast>),
    Choose(Box<Ast>, Box<Ast>, Box<Ast>),
    Call(String, Vec<Ast>),
    /// what it is called on, its name and the place of the name
    Method(Box<Ast>, String, Span, Vec<Ast>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Add,
    Sub,
    Mul,
    Div,
    Rem,
}

/// Brackets and signs within one another.
const MAX_DEPTH: usize = 50;

/// How tightly an operator binds: to the left, to the right.
const UNARY: u8 = 13;

fn binary(token: &Token) -> Option<(Binary, u8, u8)> {
    let sign = match token {
        Token::Sign(sign) => sign,
        Token::Name(name) if name == "in" => "in",
        _ => return None,
    };
    Some(match sign {
        "||" => (Binary::Or, 3, 4),
        "&&" => (Binary::And, 5, 6),
        "==" => (Binary::Equal, 7, 8),
        "!=" => (Binary::Unequal, 7, 8),
        "<" => (Binary::Less, 7, 8),
        "<=" => (Binary::LessOrEqual, 7, 8),
        ">" => (Binary::Greater, 7, 8),
        ">=" => (Binary::GreaterOrEqual, 7, 8),
        "in" => (Binary::In, 7, 8),
        "+" => (Binary::Add, 9, 10),
        "-" => (Binary::Sub, 9, 10),
        "*" => (Binary::Mul, 11, 12),
        "/" => (Binary::Div, 11, 12),
        "%" => (Binary::Rem, 11, 12),
        _ => return None,
    })
}

/// The tree of a whole source.
pub fn parse(source: &str) -> Result<Ast, Mistake> {
    tree(source).map_err(|fault| fault.within(source))
}

pub(super) fn tree(source: &str) -> Found<Ast> {
    if source.len() > MAX_BYTES {
        return fault(Span::default(), What::TooLong);
    }
    let mut lexer = Lexer::new(source);
    let (token, span) = lexer.next()?;
    let mut parser = Parser { source, lexer, token, span, end: 0, nodes: 0, depth: 0 };
    let whole = parser.expression(0)?;
    match parser.token {
        Token::End => Ok(whole),
        _ => parser.unexpected(),
    }
}

struct Parser<'s> {
    source: &'s str,
    lexer: Lexer<'s>,
    token: Token,
    span: Span,
    /// where the token before this one ends
    end: usize,
    nodes: usize,
    depth: usize,
}

impl Parser<'_> {
    fn expression(&mut self, least: u8) -> Found<Ast> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return fault(self.span, What::TooComplex);
        }
        let mut left = self.operand()?;
        loop {
            if let Some((operator, here, right)) = binary(&self.token) {
                if here < least {
                    break;
                }
                self.advance()?;
                let right = self.expression(right)?;
                left = self.node(left.span.start, Term::Binary(operator, left.into(), right.into()))?;
            } else if self.token == Token::Sign("?") && least == 0 {
                self.advance()?;
                let yes = self.expression(0)?;
                self.expect(":")?;
                let no = self.expression(0)?;
                left = self.node(left.span.start, Term::Choose(left.into(), yes.into(), no.into()))?;
            } else {
                break;
            }
        }
        self.depth -= 1;
        Ok(left)
    }

    /// A value with everything that stands directly before or behind it.
    fn operand(&mut self) -> Found<Ast> {
        let start = self.span.start;
        let sign = self.token.clone();
        if sign == Token::Sign("!") || sign == Token::Sign("-") {
            self.advance()?;
            let inner = self.expression(UNARY)?;
            let term = match inner.term {
                _ if sign == Token::Sign("!") => Term::Not(inner.into()),
                Term::Number(Number { units, scale }) => Term::Number(Number::new(-units, scale)),
                _ => Term::Negate(inner.into()),
            };
            return self.node(start, term);
        }
        let mut operand = self.value()?;
        while self.token == Token::Sign(".") {
            self.advance()?;
            let (name, span) = self.name()?;
            if self.take("(")? {
                let arguments = self.list(")")?;
                operand = self.node(start, Term::Method(operand.into(), name, span, arguments))?;
            } else if let Term::Path(path) = &mut operand.term {
                path.push((name, span));
                operand.span.end = span.end;
            } else {
                return fault(span, What::Syntax { found: name, suggestion: None });
            }
        }
        Ok(operand)
    }

    fn value(&mut self) -> Found<Ast> {
        let (start, token) = (self.span.start, self.token.clone());
        let term = match token {
            Token::Number(number) => Term::Number(number),
            Token::Text(text) => Term::Text(text),
            Token::Name(name) => {
                let span = self.span;
                self.advance()?;
                let term = match name.as_str() {
                    "in" => return fault(span, What::Syntax { found: name, suggestion: None }),
                    "true" => Term::Bool(true),
                    "false" => Term::Bool(false),
                    "null" => Term::Null,
                    _ if self.take("(")? => Term::Call(name, self.list(")")?),
                    _ => Term::Path(vec![(name, span)]),
                };
                return self.node(start, term);
            }
            Token::Sign("(") => {
                self.advance()?;
                let inner = self.expression(0)?;
                self.expect(")")?;
                return Ok(inner);
            }
            Token::Sign("[") => {
                self.advance()?;
                let items = self.list("]")?;
                return self.node(start, Term::List(items));
            }
            Token::Sign(_) | Token::End => return self.unexpected(),
        };
        self.advance()?;
        self.node(start, term)
    }

    /// What stands between brackets, up to and with the closing one.
    fn list(&mut self, close: &'static str) -> Found<Vec<Ast>> {
        let mut items = Vec::new();
        while !self.take(close)? {
            if !items.is_empty() {
                self.expect(",")?;
            }
            if items.len() == MAX_LIST {
                return fault(self.span, What::LongList);
            }
            let before = self.nodes;
            let item = self.expression(0)?;
            if matches!(item.term, Term::Null | Term::Bool(_) | Term::Number(_) | Term::Text(_)) {
                self.nodes = before;
            }
            items.push(item);
        }
        Ok(items)
    }

    fn name(&mut self) -> Found<(String, Span)> {
        let span = self.span;
        match self.token.clone() {
            Token::Name(name) => {
                self.advance()?;
                Ok((name, span))
            }
            _ => self.unexpected(),
        }
    }

    fn node(&mut self, start: usize, term: Term) -> Found<Ast> {
        let span = Span { start, end: self.end };
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return fault(span, What::TooComplex);
        }
        Ok(Ast { term, span })
    }

    fn advance(&mut self) -> Found<()> {
        self.end = self.span.end;
        (self.token, self.span) = self.lexer.next()?;
        Ok(())
    }

    fn take(&mut self, sign: &'static str) -> Found<bool> {
        let here = self.token == Token::Sign(sign);
        if here {
            self.advance()?;
        }
        Ok(here)
    }

    fn expect(&mut self, sign: &'static str) -> Found<()> {
        if self.take(sign)? { Ok(()) } else { self.unexpected() }
    }

    fn unexpected<T>(&self) -> Found<T> {
        let what = match self.token {
            Token::End => What::Unfinished,
            _ => What::Syntax { found: self.source[self.span.start..self.span.end].to_owned(), suggestion: None },
        };
        Err(Fault { span: self.span, what })
    }
}
