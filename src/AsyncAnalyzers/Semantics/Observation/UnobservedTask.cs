namespace AsyncAnalyzers.Semantics;

/// <summary>How a task, or several, came to be kept where nobody looks.</summary>
internal enum UnobservedTaskKind
{
    /// <summary>In a local that nothing reads from there on.</summary>
    NeverRead,

    /// <summary>In a local that is set again first.</summary>
    Overwritten,

    /// <summary>In a local that is set again first, on some paths.</summary>
    OverwrittenAtTimes,

    /// <summary>In a local that the next turn of a loop sets again.</summary>
    OverwrittenInLoop,

    /// <summary>In a local collection that nothing reads.</summary>
    Collection,

    /// <summary>Among the results of a <c>Select</c> that nothing keeps.</summary>
    Sequence,

    /// <summary>In a lazy <c>Select</c> that nothing goes through: the tasks are not even started.</summary>
    LazySequence,

    /// <summary>In a lazy query that is enumerated twice: the work is started again.</summary>
    RestartedSequence,

    /// <summary>In a private field that nothing reads.</summary>
    Field,

    /// <summary>Raced against a delay by <c>WhenAny</c>, which tells whether it won; and not awaited when it did.</summary>
    WonRace,

    /// <summary>Raced against a delay by <c>WhenAny</c>, and nobody asks which of them won.</summary>
    Race,
}

/// <summary>Work whose task is kept, but never awaited, returned, passed on or checked.</summary>
/// <param name="Kind">How it is lost.</param>
/// <param name="Place">The expression or identifier to point at.</param>
/// <param name="Call">The call that starts the work; the <c>Select</c> or the race for those.</param>
/// <param name="Variable">The name of what it is kept in; null where it is in none.</param>
/// <param name="Evidence">Where it is lost: what sets the variable again.</param>
internal sealed record UnobservedTask(
    UnobservedTaskKind Kind, SyntaxNodeOrToken Place, InvocationExpressionSyntax Call, string? Variable, SyntaxNode? Evidence = null)
{
    /// <summary>
    /// Looks at a local's declarator, an assignment to a local, a field declaration, a statement that is a <c>Select</c>, an element of a
    /// tuple, or the name <c>WhenAny</c>; null where the task is seen by somebody, or perhaps.
    /// </summary>
    public static UnobservedTask? Find(SyntaxNode node, CodeModel model)
        => node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
                => UnobservedLocal.Find(declarator, declarator, value, model)
                    ?? UnobservedCollection.FindLocal(declarator, model)
                    ?? (RestartedSequence.SecondPassOf(declarator, model) is { } pass
                        ? new UnobservedTask(UnobservedTaskKind.RestartedSequence, value, RestartedSequence.CallIn(value),
                        declarator.Identifier.ValueText, pass)
                        : null),
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment
                => UnobservedLocal.DeclaratorOf(left, assignment.Right, model) is { } declarator
                    ? UnobservedLocal.Find(declarator, assignment, assignment.Right, model)
                    : null,
            FieldDeclarationSyntax field => UnobservedField.Find(field, model),
            ArgumentSyntax element => UnobservedTuple.Find(element, model),
            ExpressionStatementSyntax statement => UnobservedCollection.FindDropped(statement, model),
            SimpleNameSyntax name => UnobservedRace.Find(name, model),
            _ => null,
        };

    /// <summary>The called name, for messages.</summary>
    public string CallName => CallSyntax.CalledName(Call) ?? Call.Expression.ToString();
}
