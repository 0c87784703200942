namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What is handed out of a collection.</summary>
internal enum ViewKind
{
    /// <summary>The collection itself, or what shows it as it is: <c>AsReadOnly()</c>, <c>Values</c>.</summary>
    Collection,

    /// <summary>A query over it that nobody has gone through yet.</summary>
    Query,

    /// <summary>Its enumerator.</summary>
    Enumerator,
}

/// <summary>Where a collection goes that code names.</summary>
internal enum ViewTarget
{
    /// <summary>To the caller, by <c>return</c> or as an expression body.</summary>
    Caller,

    /// <summary>To a variable: a local, or an <c>out</c> parameter.</summary>
    Variable,

    /// <summary>To a call, as an argument.</summary>
    Call,
}

/// <summary>A collection, or a view of it, that leaves the place where it is named: by syntax alone.</summary>
/// <param name="Whole">The largest expression that stands for it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Receiver">
/// The statement or arrow that returns it, the declarator or the name that it is assigned to, the call that it is handed to.
/// </param>
internal sealed record LiveView(ExpressionSyntax Whole, ViewKind Kind, ViewTarget Target, SyntaxNode Receiver)
{
    private static readonly HashSet<string> Queries = new(StringComparer.Ordinal)
    {
        "Where", "Select", "SelectMany", "OfType", "Cast", "OrderBy", "OrderByDescending", "Order", "OrderDescending", "ThenBy",
        "ThenByDescending", "Reverse", "Skip", "Take", "SkipLast", "TakeLast", "SkipWhile", "TakeWhile", "Distinct", "DistinctBy", "Concat",
        "Union", "UnionBy", "Except", "ExceptBy", "Intersect", "IntersectBy", "Zip", "Append", "Prepend", "DefaultIfEmpty", "GroupBy",
        "Chunk", "Join", "GroupJoin", "Index",
    };

    /// <summary>Null where it stays, or where nobody can tell.</summary>
    public static LiveView? Of(ExpressionSyntax place)
    {
        ExpressionSyntax whole = place;
        ViewKind kind = ViewKind.Collection;
        while (true)
        {
            switch (whole.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax
                    or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
                    or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression }:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } cast when cast.Left == whole:
                case ConditionalExpressionSyntax choice when choice.Condition != whole:
                    whole = (ExpressionSyntax)whole.Parent;
                    break;
                case MemberAccessExpressionSyntax access when access.Expression == whole && Behind(access) is var (next, nextKind):
                    whole = next;
                    kind = nextKind ?? kind;
                    break;
                case FromClauseSyntax { Parent: QueryExpressionSyntax query } from when query.FromClause == from:
                    whole = query;
                    kind = ViewKind.Query;
                    break;
                case ArgumentSyntax { Parent.Parent: ExpressionSyntax call } when IsWrapper(call):
                    whole = call;
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent.Parent: InvocationExpressionSyntax call }:
                    return new LiveView(whole, kind, ViewTarget.Call, call);
                case ReturnStatementSyntax statement:
                    return new LiveView(whole, kind, ViewTarget.Caller, statement);
                case ArrowExpressionClauseSyntax { Parent: not (ConstructorDeclarationSyntax or DestructorDeclarationSyntax) } arrow:
                    return new LiveView(whole, kind, ViewTarget.Caller, arrow);
                case EqualsValueClauseSyntax
                {
                    Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } variable,
                }:
                    return new LiveView(whole, kind, ViewTarget.Variable, variable);
                case AssignmentExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
                    Left: IdentifierNameSyntax { Identifier.ValueText: not "_" } name,
                    Parent: ExpressionStatementSyntax,
                } assignment when assignment.Right == whole:
                    return new LiveView(whole, kind, ViewTarget.Variable, name);
                default:
                    return null;
            }
        }
    }

    /// <summary>A name of an operator that answers a query which goes through its source when somebody goes through it.</summary>
    public static bool IsQuery(string method) => Queries.Contains(method);

    private static (ExpressionSyntax Next, ViewKind? Kind)? Behind(MemberAccessExpressionSyntax access)
    {
        string name = access.Name.Identifier.ValueText;
        return CallSyntax.InvocationOf(access.Name) is not { } call ? name is "Keys" or "Values" ? (access, null) : null
            : name is "AsReadOnly" or "AsEnumerable" ? (call, null)
            : name == "GetEnumerator" ? (call, ViewKind.Enumerator)
            : Queries.Contains(name) ? (call, ViewKind.Query)
            : null;
    }

    /// <summary><c>new ReadOnlyCollection&lt;T&gt;(x)</c>, <c>Task.FromResult(x)</c>.</summary>
    private static bool IsWrapper(ExpressionSyntax call) => call switch
    {
        InvocationExpressionSyntax invocation => CallSyntax.CalledName(invocation) is "FromResult" or "AsReadOnly",
        ObjectCreationExpressionSyntax creation => TypeNames.Of(creation.Type)
            is "ReadOnlyCollection" or "ReadOnlyDictionary" or "ReadOnlySet" or "ValueTask",
        _ => false,
    };
}
