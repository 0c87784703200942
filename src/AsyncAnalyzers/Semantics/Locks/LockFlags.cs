namespace AsyncAnalyzers.Semantics;

/// <summary>Variables that tell whether a lock is held.</summary>
internal static class LockFlags
{
    /// <summary>
    /// Locals that tell whether a lock is held: set to the answer of a call, passed to it by <c>ref</c>, or set to true behind it; and to
    /// nothing else but false. By name, with the number of the lock.
    /// </summary>
    public static Dictionary<string, int> In(SyntaxNode body, IReadOnlyDictionary<SyntaxNode, LockEvent[]> events)
    {
        var flags = new Dictionary<string, int>(StringComparer.Ordinal);
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(body))
        {
            switch (node)
            {
                case VariableDeclaratorSyntax { Initializer.Value: { } value } variable:
                    Note(variable.Identifier.ValueText, value, node);
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } assignment:
                    Note(name.Identifier.ValueText, assignment.Right, node);
                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax name, Parent.Parent: { } call }:
                    NoteKey(name.Identifier.ValueText, KeyTakenAt(call));
                    break;
            }
        }

        foreach (string other in others)
        {
            flags.Remove(other);
        }

        return flags;

        void Note(string name, ExpressionSyntax value, SyntaxNode writer)
        {
            value = CallSyntax.WalkDownParentheses(value);
            if (value.IsKind(SyntaxKind.FalseLiteralExpression))
            {
                return;
            }

            SyntaxNode? place = value;
            if (value.IsKind(SyntaxKind.TrueLiteralExpression))
            {
                place = writer.Parent is ExpressionStatementSyntax { Parent: BlockSyntax block } statement
                    && block.Statements.IndexOf(statement) is > 0 and var index
                    && block.Statements[index - 1] is ExpressionStatementSyntax before ? before.Expression : null;
            }

            NoteKey(name, place is null ? null : KeyTakenAt(place));
        }

        int? KeyTakenAt(SyntaxNode place)
            => events.TryGetValue(place, out LockEvent[] found) && found.Length == 1 && found[0].Taken == 1 ? found[0].Key : null;

        void NoteKey(string name, int? key)
        {
            if (key is { } one && (!flags.TryGetValue(name, out int known) || known == one))
            {
                flags[name] = one;
            }
            else
            {
                others.Add(name);
            }
        }
    }
}
