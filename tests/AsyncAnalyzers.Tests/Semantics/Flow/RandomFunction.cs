using System.Text;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>
/// A small function that some bytes stand for: each decides what comes next, so that fewer and smaller bytes are a smaller function. It is
/// both C# and a program for <see cref="AllPaths"/>. Calls and assignments are numbered as they stand in the text.
/// </summary>
internal sealed class RandomFunction
{
    private const int MaximumIds = 60;
    private readonly byte[] _bytes;
    private readonly StringBuilder _text = new();
    private int _position;
    private int _depth;

    public RandomFunction(byte[] bytes)
    {
        _bytes = bytes;
        Body = Block(new Place(InLoop: false, InCatch: false, InFinally: false));
    }

    public Statement Body { get; }

    /// <summary>The number and the variable of each assignment, in the order of the text.</summary>
    public List<(int Id, char Variable, bool InFinally)> Assignments { get; } = new();

    /// <summary>The numbers of the calls.</summary>
    public List<int> Calls { get; } = new();

    public string Source => "void M(int a, int b, bool f, object o) " + _text;

    private int NextId => Assignments.Count + Calls.Count;

    private bool IsAtEnd => _position >= _bytes.Length || NextId > MaximumIds - 6;

    private int Choose(int count) => _position < _bytes.Length ? _bytes[_position++] % count : 0;

    private Statement Block(Place place)
    {
        _text.Append("{ ");
        _depth++;
        var statements = new List<Statement>();
        for (int left = _depth == 1 ? 12 : Choose(4); left > 0 && !IsAtEnd; left--)
        {
            Statement statement = OneStatement(place);
            statements.Add(statement);
            if (statement is Jump)
            {
                break;
            }
        }

        _depth--;
        _text.Append("} ");
        return new Sequence(statements);
    }

    private Statement OneStatement(Place place)
    {
        if (_depth > 5)
        {
            return Simple(place);
        }

        switch (Choose(20))
        {
            case 7 or 8:
                _text.Append("if (");
                Condition condition = OneCondition(place);
                _text.Append(") ");
                Statement then = Block(place);
                if (Choose(2) == 0)
                {
                    return new If(condition, then, new Sequence([]));
                }

                _text.Append("else ");
                return new If(condition, then, Block(place));
            case 9:
                _text.Append("while (");
                Condition whileTrue = Choose(4) == 3 ? Constant(true) : OneCondition(place);
                _text.Append(") ");
                return new While(whileTrue, Block(place with { InLoop = true }), IsTestedFirst: true);
            case 10:
                _text.Append("do ");
                Statement body = Block(place with { InLoop = true });
                _text.Append("while (");
                Condition again = OneCondition(place);
                _text.Append("); ");
                return new While(again, body, IsTestedFirst: false);
            case 11 or 12 or 13:
                return OneTry(place);
            case 14:
                _text.Append("using (");
                Expression resource = Call("R");
                _text.Append(") ");
                return new Using(resource, Block(place));
            case 15:
                _text.Append("lock (o) ");
                return new Using(new Fixed(), Block(place));
            case 16:
                _text.Append("foreach (int x").Append(NextId).Append(" in ");
                Expression items = Call("S");
                _text.Append(") ");
                return new ForEach(items, Block(place with { InLoop = true }));
            case 17 or 18 when !place.InFinally && place.InLoop:
                bool isBreak = Choose(2) == 0;
                _text.Append(isBreak ? "break; " : "continue; ");
                return new Jump(isBreak ? JumpKind.Break : JumpKind.Continue, new Fixed());
            case 17 when !place.InFinally:
                _text.Append("return; ");
                return new Jump(JumpKind.Return, new Fixed());
            case 18 when place.InCatch:
                _text.Append("throw; ");
                return new Jump(JumpKind.Throw, new Fixed());
            case 19:
                _text.Append("throw ");
                Expression exception = Call("X");
                _text.Append("; ");
                return new Jump(JumpKind.Throw, exception);
            default:
                return Simple(place);
        }
    }

    private Statement Simple(Place place)
    {
        Expression expression;
        if (Choose(3) == 0)
        {
            expression = Call("P");
        }
        else
        {
            expression = Assignment(place);
        }

        _text.Append("; ");
        return new Evaluate(expression);
    }

    private Statement OneTry(Place place)
    {
        _text.Append("try ");
        Statement body = Block(place);
        var handlers = new List<Handler>();
        int kinds = Choose(4);
        bool hasFinally = kinds is 0 or 3;
        for (int count = kinds == 0 ? 0 : 1 + Choose(2), i = 0; i < count; i++)
        {
            int kind = Choose(4);
            bool catchesAll = kind >= 2 && i == count - 1;
            _text.Append(!catchesAll ? $"catch (E{i}) " : kind == 2 ? "catch (System.Exception) " : "catch ");
            Condition? filter = null;
            if (kind == 1)
            {
                _text.Append("when (");
                filter = OneCondition(place);
                _text.Append(") ");
            }

            handlers.Add(new Handler(catchesAll, filter, Block(place with { InCatch = true })));
        }

        if (!hasFinally)
        {
            return new Try(body, handlers, null);
        }

        _text.Append("finally ");
        return new Try(body, handlers, Block(new Place(InLoop: false, InCatch: false, InFinally: true)));
    }

    private Expression Call(string name, Func<Expression>? argument = null)
    {
        int id = NextId;
        Calls.Add(id);
        _text.Append(name).Append('(').Append(id);
        Expression value = new Fixed();
        if (argument is not null)
        {
            _text.Append(", ");
            value = argument();
        }

        _text.Append(')');
        return new Call(id, value);
    }

    private Expression Assignment(Place place)
    {
        int id = NextId;
        char variable = Choose(2) == 0 ? 'a' : 'b';
        Assignments.Add((id, variable, place.InFinally));
        _text.Append(variable).Append(" = ");
        return new Assign(id, variable, Value(place));
    }

    private Expression Value(Place place)
    {
        switch (_depth > 5 || IsAtEnd ? 0 : Choose(8))
        {
            case 3:
                return Call("Q", () => Value(place));
            case 4:
                _text.Append('(');
                Expression inner = Assignment(place);
                _text.Append(')');
                return inner;
            case 5:
                _text.Append('(');
                Condition condition = OneCondition(place);
                _text.Append(" ? ");
                Expression whenTrue = Value(place);
                _text.Append(" : ");
                Expression whenFalse = Value(place);
                _text.Append(')');
                return new Choice(condition, whenTrue, whenFalse);
            default:
                _text.Append(1);
                return new Fixed();
        }
    }

    private Condition OneCondition(Place place)
    {
        switch (IsAtEnd ? 0 : Choose(8))
        {
            case 1 or 2:
                return new Test(Call("C"));
            case 3:
                return new Test(Call("C", () => Value(place)));
            case 4 or 5:
                _text.Append('(');
                Condition left = OneCondition(place);
                bool isAnd = Choose(2) == 0;
                _text.Append(isAnd ? " && " : " || ");
                Condition right = OneCondition(place);
                _text.Append(')');
                return new Both(left, right, isAnd);
            case 6:
                _text.Append("!(");
                Condition operand = OneCondition(place);
                _text.Append(')');
                return new Not(operand);
            case 7:
                return Constant(Choose(2) == 0);
            default:
                _text.Append('f');
                return new Test(new Fixed());
        }
    }

    private Always Constant(bool value)
    {
        _text.Append(value ? "true" : "false");
        return new Always(value);
    }

    private readonly record struct Place(bool InLoop, bool InCatch, bool InFinally);
}

internal abstract record Statement;

internal sealed record Sequence(List<Statement> Statements) : Statement;

internal sealed record Evaluate(Expression Expression) : Statement;

internal sealed record If(Condition Condition, Statement Then, Statement Else) : Statement;

internal sealed record While(Condition Condition, Statement Body, bool IsTestedFirst) : Statement;

internal sealed record ForEach(Expression Items, Statement Body) : Statement;

/// <summary>What is done at its end may throw; so for a lock.</summary>
internal sealed record Using(Expression Resource, Statement Body) : Statement;

internal sealed record Try(Statement Body, List<Handler> Handlers, Statement? Finally) : Statement;

internal sealed record Handler(bool CatchesAll, Condition? Filter, Statement Body);

internal enum JumpKind
{
    Break,
    Continue,
    Return,
    Throw,
}

internal sealed record Jump(JumpKind Kind, Expression Value) : Statement;

internal abstract record Expression;

/// <summary>Does nothing, and does not fail.</summary>
internal sealed record Fixed : Expression;

internal sealed record Call(int Id, Expression Argument) : Expression;

internal sealed record Assign(int Id, char Variable, Expression Value) : Expression;

internal sealed record Choice(Condition Condition, Expression WhenTrue, Expression WhenFalse) : Expression;

internal abstract record Condition;

/// <summary>May hold or not each time.</summary>
internal sealed record Test(Expression Value) : Condition;

internal sealed record Both(Condition Left, Condition Right, bool IsAnd) : Condition;

internal sealed record Not(Condition Operand) : Condition;

internal sealed record Always(bool Value) : Condition;
